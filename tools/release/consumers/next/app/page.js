import { cbam, resnet20, startBackend, stateDict } from 'attune';

import { Trainer } from './trainer.js';

export const metadata = { title: 'training …' };
export const dynamic = 'force-dynamic';

/** Rendered on the server, with the library that is there; training is left to the browser. */
export default async function Page() {
  await startBackend('wasm');
  const { size } = stateDict(resnet20({ classes: 2, attention: cbam() }));
  return <Trainer network={`resnet20 of ${size} tensors`} />;
}
