/** The flag that sets an option: `--image-size` of `imageSize`. */
export function flagOf(option: string): string {
  return `--${option.replaceAll(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
