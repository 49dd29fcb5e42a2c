import { z } from 'zod'
import type { Diagnosis } from '../model/diagnosis.ts'
import type { Remote, RemotesFile, ServiceStatus } from '../model/remote.ts'
import { call, nothing, pathSchema } from './define.ts'
import type { Settings } from './settings.ts'

const name = z.string().min(1).max(200)

export const remotesCalls = {
  'remotes.list': call<readonly Remote[]>()(nothing),
  /** Adds a remote and reads its configuration document. */
  'remotes.add': call<Remote>()(
    z.strictObject({
      name,
      uri: z.string().min(1).max(2000),
      insecure: z.boolean().default(false),
      token: z.string().max(8192).optional(),
    }),
  ),
  'remotes.remove': call<{ readonly removed: boolean }>()(z.strictObject({ name })),
  'remotes.use': call<Remote>()(z.strictObject({ name })),
  /** Checks a token at once and keeps it; it never comes back out. */
  'remotes.login': call<Remote>()(z.strictObject({ name, token: z.string().min(1).max(8192) })),
  'remotes.logout': call<Remote>()(z.strictObject({ name })),
  /** The command lines' own files of remotes: the usual ones, or the one that is named. */
  'remotes.elsewhere': call<readonly RemotesFile[]>()(z.strictObject({ path: pathSchema.optional() })),
  /** Takes remotes over from such a file, with their tokens when asked; what is here already stays as it is. */
  'remotes.takeOver': call<readonly Remote[]>()(
    z.strictObject({ path: pathSchema, names: z.array(name).min(1).max(1000), withTokens: z.boolean().default(false) }),
  ),
  /** Writes changes made here to such a file too, or no longer. */
  'remotes.keepInStep': call<RemotesFile | null>()(z.strictObject({ path: pathSchema, isOn: z.boolean() })),
  /** Sets up what an answer to the first question means; `own` asks the library for its services. */
  'remotes.chooseWorld': call<{ readonly world: Settings['world'] }>()(
    z.discriminatedUnion('world', [
      z.strictObject({ world: z.enum(['sylabs', 'apptainer', 'offline', 'skipped']) }),
      z.strictObject({ world: z.literal('own'), name, uri: z.string().min(1).max(2000) }),
    ]),
  ),
  /** Tests how a server is reached, step by step. What fails is a step; the call itself fails only when nothing could be tested. */
  'remotes.diagnose': call<Diagnosis>()(
    z.strictObject({
      kind: z.enum(['remote', 'registry', 'keyserver', 'host']),
      name: z.string().min(1).max(2000),
    }),
  ),
  /** Asks every service of a remote for its version. */
  'remotes.status': call<readonly ServiceStatus[]>()(z.strictObject({ name })),
}

export interface RemotesEvents {
  'remotes.changed': Record<string, never>
}
