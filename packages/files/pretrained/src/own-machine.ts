const ownNames: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a hostname, as `URL` spells it, means the machine that asks. */
export function isOwnMachine(hostname: string): boolean {
  return ownNames.has(hostname.toLowerCase());
}

/** Whether files may be fetched from an address: over https, and over http from this machine alone,
 * since what travels in the clear may be changed on the way. An address that holds a user's name or
 * password is refused too: it would be shown and stored with it. */
export function mayFetchFrom({ protocol, hostname, username, password }: URL): boolean {
  const isSafe = protocol === 'https:' || (protocol === 'http:' && isOwnMachine(hostname));
  return isSafe && username === '' && password === '';
}
