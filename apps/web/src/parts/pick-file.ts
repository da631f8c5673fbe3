/** Opens the system's file chooser, where a press asks for it. */
export function pickFile(accept: string, use: (file: File) => unknown): void {
  const input = Object.assign(document.createElement('input'), { type: 'file', accept });
  input.addEventListener('change', () => {
    const [file] = input.files ?? [];
    if (file !== undefined) void use(file);
  });
  input.click();
}
