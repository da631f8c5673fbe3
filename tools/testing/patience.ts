/** For what another process or thread does, however slow and busy the machine is: only a fault uses
 * it up. For `vi.waitUntil`, `vi.waitFor` and `expect.poll`. */
export const patience = { timeout: 300_000, interval: 20 } as const;
