import { useState } from 'preact/hooks';

/** What makes an element take drops, those on what lies around it excepted: its handlers, and
 * whether something is held over it. */
export function useDrop(onTake: (transfer: DataTransfer) => void) {
  const [over, setOver] = useState(false);
  return {
    'data-over': over,
    onDragOver(event: DragEvent) {
      event.preventDefault();
      event.stopPropagation();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop(event: DragEvent) {
      event.preventDefault();
      event.stopPropagation();
      setOver(false);
      if (event.dataTransfer !== null) onTake(event.dataTransfer);
    },
  };
}
