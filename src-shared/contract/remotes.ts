import { z } from 'zod'
import type { Remote, ServiceStatus } from '../model/remote.ts'
import { call, nothing } from './define.ts'

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
  /** Asks every service of a remote for its version. */
  'remotes.status': call<readonly ServiceStatus[]>()(z.strictObject({ name })),
}

export interface RemotesEvents {
  'remotes.changed': Record<string, never>
}
