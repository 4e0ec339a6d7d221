/** A program in another process that answers orders, one after the other. */
export interface AskedProgram<Order, Reply> {
  /** Null: it has ended, and whatever it held with it. */
  readonly ask: (order: Order) => Promise<Reply | null>;
  readonly end: () => void;
}

/** The ends of such a program; replies come back in the order of the orders. */
export interface ProgramChannel<Order, Reply> {
  readonly post: (order: Order) => void;
  readonly onReply: (hear: (reply: Reply | null) => void) => void;
  /** For whatever reason. */
  readonly onEnd: (hear: () => void) => void;
  readonly kill: () => void;
}

export function programOver<Order, Reply>({
  post,
  onReply,
  onEnd,
  kill,
}: ProgramChannel<Order, Reply>): AskedProgram<Order, Reply> {
  const waiting: ((reply: Reply | null) => void)[] = [];
  let isOver = false;
  const over = (): void => {
    isOver = true;
    for (const answer of waiting.splice(0)) answer(null);
  };
  onReply((reply) => waiting.shift()?.(reply));
  onEnd(over);
  return {
    ask: (order) =>
      new Promise((resolve) => {
        if (isOver) {
          resolve(null);
          return;
        }
        waiting.push(resolve);
        post(order);
      }),
    end: () => {
      over();
      kill();
    },
  };
}
