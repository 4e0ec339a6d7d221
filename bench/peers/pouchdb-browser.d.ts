/** As much of PouchDB as is used here; its package brings no types. */
declare module 'pouchdb-browser' {
  interface Replicated {
    readonly ok: boolean;
    readonly docs_written: number;
  }

  export default class PouchDB<Content extends object> {
    constructor(name: string, options?: { readonly skip_setup?: boolean });
    bulkDocs(documents: readonly Content[]): Promise<unknown>;
    destroy(): Promise<unknown>;
    readonly replicate: {
      readonly to: (
        target: PouchDB<object>,
        options: { readonly batch_size: number },
      ) => Promise<Replicated>;
    };
  }
}
