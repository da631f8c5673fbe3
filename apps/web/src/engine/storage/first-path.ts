const headerBytes = 30;
/** "PK", 3, 4. */
const signature = 0x04034b50;

/** The path of a zip archive's first file; null where it is not such an archive. */
export async function firstPath(archive: Blob): Promise<string | null> {
  const header = new DataView(await archive.slice(0, headerBytes).arrayBuffer());
  if (header.byteLength < headerBytes || header.getUint32(0, true) !== signature) return null;
  return archive.slice(headerBytes, headerBytes + header.getUint16(26, true)).text();
}
