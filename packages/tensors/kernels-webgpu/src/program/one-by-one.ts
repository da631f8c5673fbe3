const threads = 256;
/** The most groups in one direction that every device takes. */
const mostGroups = 65_535;

/** Of a program whose threads each compute one value: `threads`, what its body begins with, and how
 * many groups a number of values take. */
export const oneByOne = {
  threads: [threads, 1],
  begin: `
  let index = (group.y * groups.x + group.x) * ${threads}u + local.x;
  if (index >= settings.count) { return; }`,
  groups: (count: number): [number, number] => {
    const needed = Math.ceil(count / threads);
    const rows = Math.ceil(needed / mostGroups);
    return [Math.ceil(needed / rows), rows];
  },
} as const;
