import { isOwnMachine } from '@attune/pretrained';

/** Whether a request's Host header names this machine by a loopback name, with any port. A page
 * elsewhere may name this machine under a name of its own (DNS rebinding). */
export function isLoopbackHost(header: string | undefined): boolean {
  return header !== undefined && isOwnMachine(header.replace(/:\d{1,5}$/u, ''));
}
