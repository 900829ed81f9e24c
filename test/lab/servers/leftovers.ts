import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Layout } from '../layout';
import { controlGroups } from './namespaces';

/** What is left of a lab on this machine, one line each. Its networks and firewall rules end with its namespaces. */
export function leftovers(layout: Layout): string[] {
  return [
    ...(existsSync(layout.folder) ? [`folder ${layout.folder}`] : []),
    ...controlGroups(layout).map((group) => `control group ${group}`),
    ...mountsUnder(layout.folder),
    ...processesOf(layout),
  ];
}

function mountsUnder(folder: string): string[] {
  return readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .filter((line) => line.includes(`${folder}/`) || line.includes(`${folder} `))
    .map((line) => `mount ${line}`);
}

/** Processes are known by the folder in their command lines, and by the lab in their environment. */
function processesOf(layout: Layout): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const read = (file: string) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ');
        } catch {
          return ''; // it has ended meanwhile
        }
      };
      const commandLine = read('cmdline');
      const inside = read('environ').includes(`KUMIKI_LAB_INSIDE=${layout.name} `);
      return inside || commandLine.includes(`${layout.folder}/`) ? [`process ${pid}: ${commandLine.trim()}`] : [];
    });
}
