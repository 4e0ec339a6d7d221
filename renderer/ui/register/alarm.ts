const BEEP_HERTZ = [880, 440] as const;
const BEEP_SECONDS = 0.18;
const LOUDNESS = 0.25;

let context: AudioContext | null = null;

/** Two tones, high and low: unlike the scanner's own "good" beep. Silent where there is no sound. */
export function soundAlarm(): void {
  try {
    context ??= new AudioContext();
    for (const [i, hertz] of BEEP_HERTZ.entries()) tone(context, hertz, i * BEEP_SECONDS);
  } catch (error) {
    console.warn('no sound:', error);
  }
}

function tone(audio: AudioContext, hertz: number, afterSeconds: number): void {
  const oscillator = audio.createOscillator();
  const gain = audio.createGain();
  oscillator.type = 'square';
  oscillator.frequency.value = hertz;
  gain.gain.value = LOUDNESS;
  oscillator.connect(gain).connect(audio.destination);
  const from = audio.currentTime + afterSeconds;
  oscillator.start(from);
  oscillator.stop(from + BEEP_SECONDS);
}
