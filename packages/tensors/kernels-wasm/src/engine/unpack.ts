/** The bytes of a module that is packed as text: deflated, in base64. */
export async function unpack({ base64 }: { readonly base64: string }): Promise<ArrayBuffer> {
  const packed = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();
}
