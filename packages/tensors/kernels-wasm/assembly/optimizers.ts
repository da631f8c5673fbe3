import { floatAt } from './memory';
import { multiplyAdd } from './simd';

/** One step of an optimizer over all values of a parameter. */
@unmanaged
export class Update {
  parameter: usize;
  gradient: usize;
  /** Momentum buffer, or Adam's first moment. */
  first: usize;
  /** Adam's second moment. */
  second: usize;
  count: i32;
  countPerItem: i32;
  rate: f32;
  /** Momentum, or Adam's β₁. */
  beta1: f32;
  /** 1 − dampening, or 1 − β₁. */
  share1: f32;
  beta2: f32;
  weightDecay: f32;
  gradientScale: f32;
  nesterov: i32;
  /** √(1 − β₂ᵗ) */
  correction2: f32;
  epsilon: f32;
  /** What decoupled weight decay leaves of the parameter. */
  keep: f32;
}

/** v ← momentum · v + (1 − dampening) · g; w ← w − rate · v, or − rate · (g + momentum · v). */
export function sgdItem(args: usize, item: i32, _scratch: usize): void {
  const step = changetype<Update>(args);
  const last = min(step.count, (item + 1) * step.countPerItem);
  let index = item * step.countPerItem;
  for (; index + 4 <= last; index += 4) {
    const weight = v128.load(floatAt(step.parameter, index));
    const scaled = f32x4.mul(v128.load(floatAt(step.gradient, index)), f32x4.splat(step.gradientScale));
    const gradient = multiplyAdd(weight, f32x4.splat(step.weightDecay), scaled);
    const velocity = multiplyAdd(v128.load(floatAt(step.first, index)), f32x4.splat(step.beta1), f32x4.mul(gradient, f32x4.splat(step.share1)));
    v128.store(floatAt(step.first, index), velocity);
    const direction = step.nesterov != 0 ? multiplyAdd(velocity, f32x4.splat(step.beta1), gradient) : velocity;
    v128.store(floatAt(step.parameter, index), f32x4.sub(weight, f32x4.mul(direction, f32x4.splat(step.rate))));
  }
  for (; index < last; index++) {
    const weight = load<f32>(floatAt(step.parameter, index));
    const gradient = load<f32>(floatAt(step.gradient, index)) * step.gradientScale + weight * step.weightDecay;
    const velocity = load<f32>(floatAt(step.first, index)) * step.beta1 + gradient * step.share1;
    store<f32>(floatAt(step.first, index), velocity);
    const direction = step.nesterov != 0 ? gradient + velocity * step.beta1 : velocity;
    store<f32>(floatAt(step.parameter, index), weight - direction * step.rate);
  }
}

/** m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← keep · w − rate · m / (√v /
 * correction + ε). */
export function adamItem(args: usize, item: i32, _scratch: usize): void {
  const step = changetype<Update>(args);
  const last = min(step.count, (item + 1) * step.countPerItem);
  let index = item * step.countPerItem;
  for (; index + 4 <= last; index += 4) {
    const weight = v128.load(floatAt(step.parameter, index));
    const scaled = f32x4.mul(v128.load(floatAt(step.gradient, index)), f32x4.splat(step.gradientScale));
    const gradient = multiplyAdd(weight, f32x4.splat(step.weightDecay), scaled);
    const mean = multiplyAdd(v128.load(floatAt(step.first, index)), f32x4.splat(step.beta1), f32x4.mul(gradient, f32x4.splat(step.share1)));
    const square = f32x4.mul(f32x4.mul(gradient, gradient), f32x4.splat(1 - step.beta2));
    const second = multiplyAdd(v128.load(floatAt(step.second, index)), f32x4.splat(step.beta2), square);
    v128.store(floatAt(step.first, index), mean);
    v128.store(floatAt(step.second, index), second);
    const deviation = f32x4.add(f32x4.div(f32x4.sqrt(second), f32x4.splat(step.correction2)), f32x4.splat(step.epsilon));
    const move = f32x4.mul(f32x4.div(mean, deviation), f32x4.splat(step.rate));
    v128.store(floatAt(step.parameter, index), f32x4.sub(f32x4.mul(weight, f32x4.splat(step.keep)), move));
  }
  for (; index < last; index++) {
    const weight = load<f32>(floatAt(step.parameter, index));
    const gradient = load<f32>(floatAt(step.gradient, index)) * step.gradientScale + weight * step.weightDecay;
    const mean = load<f32>(floatAt(step.first, index)) * step.beta1 + gradient * step.share1;
    const second = load<f32>(floatAt(step.second, index)) * step.beta2 + gradient * gradient * (1 - step.beta2);
    store<f32>(floatAt(step.first, index), mean);
    store<f32>(floatAt(step.second, index), second);
    const move = (mean / (sqrt<f32>(second) / step.correction2 + step.epsilon)) * step.rate;
    store<f32>(floatAt(step.parameter, index), weight * step.keep - move);
  }
}
