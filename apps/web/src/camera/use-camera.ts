import { useEffect, useRef, useState } from 'preact/hooks';

/** Opens the camera while a component is shown, and closes it after. `denied` when the
 * browser gives none, which `again` asks once more. */
export function useCamera() {
  const video = useRef<HTMLVideoElement>(null);
  const [denied, setDenied] = useState(false);
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    let stream: MediaStream | null = null;
    let gone = false;
    const opened =
      navigator.mediaDevices?.getUserMedia({ video: { width: 640, height: 480, facingMode: 'environment' } }) ?? Promise.reject(new Error('no camera'));
    opened.then(
      (live) => {
        stream = live;
        if (gone) close(live);
        else if (video.current !== null) video.current.srcObject = live;
      },
      () => setDenied(true),
    );
    return () => {
      gone = true;
      if (stream !== null) close(stream);
    };
  }, [asked]);
  const again = () => {
    setDenied(false);
    setAsked(asked + 1);
  };
  return { video, denied, again };
}

function close(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
