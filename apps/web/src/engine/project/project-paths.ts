/** Whether a path is one of a project's own files, and does not climb out of its folder. */
export function isOfProject(path: string): boolean {
  return /^(photos|runs|weights)\/|^(photos|choices|classes)\.json$/u.test(path) && !path.split('/').includes('..');
}
