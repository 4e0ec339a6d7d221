/** Goods of the sample shop that tests buy: read off the shelf, so that a price is what it says. */
export const SHELF = {
  water: { barcode: '2000000000015', nameZh: '农夫山泉 550 ml', priceMinor: 200 },
  noodles: { barcode: '2000000000060', nameZh: '红烧牛肉面', priceMinor: 450 },
} as const;
