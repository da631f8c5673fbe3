import { packageVersion } from '../../package-version.ts';

/** A Dockerfile that serves a run with this version of Attune.
 *
 * @param run its folder, beside the Dockerfile. */
export function dockerfile(run = 'run'): string {
  return `# docker build --tag classifier . && docker run --env ATTUNE_TOKEN --publish 8080:8080 classifier
FROM node:22-slim
RUN npm install --global attune@${packageVersion()}
COPY ${JSON.stringify([run, '/srv/attune/run'])}
USER node
EXPOSE 8080
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:8080/health').then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["attune", "serve", "/srv/attune/run", "--host", "0.0.0.0", "--port", "8080"]
`;
}

/** A systemd unit that serves a run on loopback.
 *
 * @param run its folder. */
export function systemdUnit(run = '/srv/attune/run'): string {
  return `# /etc/systemd/system/attune.service; ATTUNE_TOKEN=… in /etc/attune.env where --host is beyond loopback
[Unit]
Description=Attune classifies images
After=network.target

[Service]
ExecStart=/usr/bin/env attune serve ${quoted(run)} --host 127.0.0.1 --port 8080
EnvironmentFile=-/etc/attune.env
DynamicUser=yes
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
PrivateDevices=yes
Restart=on-failure
TimeoutStopSec=60

[Install]
WantedBy=multi-user.target
`;
}

/** As systemd reads words: specifiers and variables are written twice. */
function quoted(word: string): string {
  const escaped = word.replaceAll('%', '%%').replaceAll('$', '$$$$');
  return /^[\w./%$-]+$/u.test(escaped) ? escaped : `"${escaped.replaceAll(/["\\]/gu, '\\$&')}"`;
}
