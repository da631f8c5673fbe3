/** Numbers of the tasks in `assembly/tasks.ts`. */
export const tasks = {
  packPanel: 0,
  gatherConvolution: 1,
  gatherFilterGradient: 2,
  winogradFilter: 3,
  winogradConvolution: 4,
  winogradSpan: 5,
  winogradSum: 6,
  winogradTaps: 7,
  winogradInput: 8,
  winogradMultiply: 9,
  winogradOutput: 10,
} as const;

export type TaskName = keyof typeof tasks;
