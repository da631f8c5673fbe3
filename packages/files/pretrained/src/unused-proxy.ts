type Environment = Readonly<Record<string, string | undefined>>;

/** What to tell of a proxy that the environment names and Node's `fetch` passes by; nothing where
 * it names none, or `fetch` takes it. Its address may hold a password, and is not told. */
export function unusedProxy(environment: Environment): string {
  const name = ['HTTPS_PROXY', 'https_proxy'].find((variable) => (environment[variable] ?? '') !== '');
  if (name === undefined || environment['NODE_USE_ENV_PROXY'] === '1') return '';
  return ` ${name} names a proxy, which Node takes only with NODE_USE_ENV_PROXY=1, from 22.21 and 24 on.`;
}
