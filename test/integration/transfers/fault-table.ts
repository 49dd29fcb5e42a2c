/** The table of faults as a document: what happens, what the user sees, what stays. Made from the cases of the tests. */
import { appError, type ErrorCode } from '../../../src-shared/text/errors/index.ts'
import { libraryFaults, registryFaults } from './fault-cases.ts'

type End = 'done' | 'goes on' | ErrorCode

const ends = {
  'kill -9 of the engine while a small file comes': 'goes on',
  'kill -9 of the engine while a large file comes': 'goes on',
  'kill -9 of the engine while a copy is hashed': 'goes on',
  'kill -9 of the engine while signatures are checked': 'goes on',
  'kill -9 of the engine when the image gets its name': 'goes on',
  'a disk that is full before all of a small file is there': 'OUT_OF_SPACE',
  'a disk that is full before all of a large file is there': 'OUT_OF_SPACE',
  'a server that goes away and comes back': 'OFFLINE',
  'two engines on one home': 'goes on',
} as const satisfies Readonly<Record<string, End>>

/** Faults that real processes are needed for; each is a test of that name. */
export type ProcessFault = keyof typeof ends

function seen(end: End): string {
  if (end === 'done') return 'The image, whole'
  if (end === 'goes on') return 'The image, whole; the next engine goes on with the job'
  return `“${appError(end).message}” (\`${end}\`)`
}

function stays(end: End): string {
  if (end === 'done' || end === 'goes on') return 'The image under its name'
  return appError(end).kind === 'offline'
    ? 'What has arrived, hidden; *Try again* goes on with it'
    : 'Nothing; *Try again* begins anew'
}

function table(rows: readonly (readonly [name: string, end: End])[]): string {
  const lines = rows.map(([name, end]) => `| ${name} | ${seen(end)} | ${stays(end)} |`)
  return ['| what happens | what the user sees | what stays |', '|---|---|---|', ...lines].join('\n')
}

export function faultTable(): string {
  const library = libraryFaults.map(([name, , , end]) => [name, end] as const)
  const registry = registryFaults.map(([name, , end]) => [name, end] as const)
  return `# What can go wrong with a pull

Made by the tests that show each line (\`test/integration/transfers\`, \`test/integration/registries/oras.test.ts\`).
In every case nothing but a whole image, proved by its digest, is ever seen under its name, and nothing that had
arrived is lost without need. Cuts, wrong bytes and the like are tried for small files, which come in the engine's
thread, and for large ones, which threads of their own receive.

## Networks and servers, from a library

${table([...library, ['a hundred cuts at random bytes', 'done'], ['a redirect to another host, which gets no credentials', 'done']])}

## Networks and servers, from a registry (\`oras://\`)

${table(registry)}

## Disks and processes

${table(Object.entries(ends))}
`
}
