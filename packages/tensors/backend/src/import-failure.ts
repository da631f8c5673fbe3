/** Why an optional package could not be imported, in one line that says how to get it. */
export function importFailure(packageName: string, error: unknown): string {
  const { code, message } = asError(error);
  if (message.includes('tfjs_binding.node')) {
    return `${packageName} is installed but its native library was not downloaded; run "npm rebuild ${packageName}" with access to storage.googleapis.com.`;
  }
  const missing =
    code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND' || /Cannot find (package|module)|(Failed|Could not) (to )?resolve/.test(message);
  if (missing && message.includes(packageName)) return `${packageName} is not installed; run "npm install ${packageName}".`;
  return `${packageName} failed to load: ${message.split('\n', 1)[0]}`;
}

function asError(error: unknown): { readonly code: string; readonly message: string } {
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as { code?: unknown; message?: unknown };
  return { code: String(code ?? ''), message: String(message ?? error) };
}
