/** A type with nothing in it that can be written to: what a schema gives, as an
 * interface has it. */
export type Fixed<T> = T extends (...words: never) => unknown ? T : T extends object ? { readonly [Key in keyof T]: Fixed<T[Key]> } : T;
