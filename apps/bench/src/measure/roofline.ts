import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';

import openWabt from 'wabt';

import { accumulators } from './roofline-loop.ts';

/** What this machine's cores can do in WebAssembly, GFLOP/s: relaxed multiply-adds of
 * four lanes that wait for nothing, on as many threads at once. No kernel can be
 * faster, other than by doing less. */
export async function measureRoofline(threads: number): Promise<number> {
  const module = await compileLoop();
  const speeds = await Promise.all(Array.from({ length: threads }, () => runInWorker(module)));
  return speeds.reduce((sum, speed) => sum + speed, 0);
}

async function compileLoop(): Promise<WebAssembly.Module> {
  setFlagsFromString('--experimental-wasm-relaxed-simd');
  const wabt = await openWabt();
  const parsed = wabt.parseWat('roofline.wat', loopSource(), { simd: true, relaxed_simd: true });
  const { buffer } = parsed.toBinary({});
  parsed.destroy();
  return WebAssembly.compile(buffer as Uint8Array<ArrayBuffer>);
}

/** `run(count)`: so many rounds of one multiply-add for each accumulator. */
function loopSource(): string {
  const names = Array.from({ length: accumulators }, (_, index) => `$a${index}`);
  const steps = names.map((name) => `(local.set ${name} (f32x4.relaxed_madd (local.get $x) (local.get $y) (local.get ${name})))`);
  const sum = names.reduce((total, name) => `(f32x4.add ${total} (local.get ${name}))`, '(v128.const f32x4 0 0 0 0)');
  return `(module (func (export "run") (param $count i32) (result f32)
    (local $x v128) (local $y v128) ${names.map((name) => `(local ${name} v128)`).join(' ')}
    (local.set $x (v128.const f32x4 0.5 0.5 0.5 0.5)) (local.set $y (v128.const f32x4 0.25 0.25 0.25 0.25))
    (loop $again ${steps.join(' ')}
      (br_if $again (local.tee $count (i32.sub (local.get $count) (i32.const 1)))))
    (f32x4.extract_lane 0 ${sum})))`;
}

function runInWorker(module: WebAssembly.Module): Promise<number> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('roofline-worker.js', import.meta.url), { workerData: module });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
