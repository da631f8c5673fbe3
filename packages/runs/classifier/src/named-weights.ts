/** Whether a text names published weights, such as `hub:OWNER/NAME`, and is no path or address. */
export function isNamedWeights(text: string): boolean {
  return /^(?:hub|timm|torchvision):/u.test(text);
}
