'use client';

import { useEffect, useState } from 'react';

import { train } from '../shared.js';

/** Trains in the browser: what it needs is loaded when the page is there. */
export function Trainer({ network }) {
  const [told, setTold] = useState('training …');
  useEffect(() => {
    import('attune/browser')
      .then((library) => train(library, 'wasm'))
      .then(({ backend, accuracy }) => setTold(`done: ${backend}, accuracy ${accuracy}`))
      .catch((error) => setTold(error.message));
  }, []);
  useEffect(() => void (document.title = told), [told]);
  return `${network}: ${told}`;
}
