import * as library from 'attune';

import { train } from '../../shared.js';

export const dynamic = 'force-dynamic';

const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7'; // what sharp decodes

/** Trains on the server, and decodes an image there. */
export async function GET(request) {
  const { width } = await library.decodeImage(Uint8Array.from(atob(gif), (letter) => letter.charCodeAt(0)));
  const wanted = new URL(request.url).searchParams.get('backend') ?? 'auto';
  return Response.json({ ...(await train(library, wanted)), width });
}
