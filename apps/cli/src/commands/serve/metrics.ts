import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What a server counts, as Prometheus reads it. */
export interface Metrics {
  readonly registry: Registry;
  readonly requests: Counter<'route' | 'status'>;
  readonly seconds: Histogram<'route'>;
  readonly images: Counter<'outcome'>;
  readonly batchImages: Histogram;
}

/** @param waiting how many images wait for the network just now. */
export function createMetrics(waiting: () => number): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  registry.registerMetric(new Gauge({ name: 'attune_waiting_images', help: 'Images that wait for the network', registers: [], collect: onCollect(waiting) }));
  return {
    registry,
    requests: new Counter({ name: 'attune_requests_total', help: 'Answered requests', labelNames: ['route', 'status'], registers }),
    seconds: new Histogram({ name: 'attune_request_seconds', help: 'Time from a request to its answer', labelNames: ['route'], registers }),
    images: new Counter({ name: 'attune_images_total', help: 'Images by what came of them', labelNames: ['outcome'], registers }),
    batchImages: new Histogram({ name: 'attune_batch_images', help: 'Images that the network saw at once', buckets: [1, 2, 4, 8, 16, 32, 64, 128], registers }),
  };
}

function onCollect(value: () => number) {
  return function collect(this: Gauge): void {
    this.set(value());
  };
}
