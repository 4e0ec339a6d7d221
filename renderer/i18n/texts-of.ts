/**
 * The English file of an area has exactly the keys of the Chinese one: a missing one does not compile.
 * Chinese has one form whatever the count; where it counts (`…_other`), English has `…_one` as well.
 */
export type TextsOf<Area> = { readonly [Key in keyof Area | OneOf<keyof Area>]: string };

type OneOf<Key> = Key extends `${infer Name}_other` ? `${Name}_one` : never;
