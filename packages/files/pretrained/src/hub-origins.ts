/** The Hugging Face Hub. */
export const hubHost = 'https://huggingface.co';

/** The origins that a file of a Hub comes from, as a Content-Security-Policy names them: the Hub
 * itself, and the stores that huggingface.co redirects to. */
export function hubOrigins(hub: string = hubHost): readonly string[] {
  return hub === hubHost ? [hubHost, 'https://*.huggingface.co', 'https://*.hf.co'] : [new URL(hub).origin];
}
