/**
 * Refunds: payments of a kind of their own. What is looked up by, when one is asked for: the refunds
 * that a purchase has had, and the reference number on its slip.
 */
export const REFUNDS = [
  ...(
    [
      ['transactions', ['purchase', 'void', 'refund']],
      ['settled_records', ['purchase', 'void', 'refund']],
      ['settlement_uploads', ['purchase', 'void', 'refund']],
      [
        'postings',
        [
          'purchase',
          'fee',
          'void',
          'void-fee',
          'refund',
          'refund-fee',
          'reversal',
          'reversal-fee',
        ].concat(['cash-sale', 'funding', 'settlement']),
      ],
    ] as const
  ).flatMap(([table, kinds]) => [
    `alter table ${table} drop constraint ${table}_kind_check`,
    `alter table ${table} add constraint ${table}_kind_check
      check (kind in (${kinds.map((kind) => `'${kind}'`).join(', ')}))`,
  ]),
  `create index on transactions (original_id) where kind = 'refund'`,
  `create index on transactions (reference_number) where kind = 'purchase'`,
];
