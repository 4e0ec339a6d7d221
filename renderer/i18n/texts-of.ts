/** The English file of an area has exactly the keys of the Chinese one: a missing one does not compile. */
export type TextsOf<Area> = { readonly [Key in keyof Area]: string };
