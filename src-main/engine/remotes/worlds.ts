/**
 * The world a user lives in: what short names mean and who is asked for keys, set up as one answer. It does
 * what the answer says and nothing more; everything it sets can be changed by itself afterwards.
 */
import type { Settings } from '../../../src-shared/contract/settings.ts'
import type { Handler } from '../platform/context.ts'
import { toAppError } from '../platform/failures.ts'
import type { RemotesService } from './remotes.ts'

/** The keyserver of Apptainer. Source: services reference, 0.3. */
const apptainerKeyserver = 'https://keys.openpgp.org'

export interface WorldDeps {
  readonly remotes: Pick<RemotesService, 'takeDefault' | 'takeNone' | 'handlers'>
  /** @throws AppFailure KEYSERVER_KNOWN */
  readonly addKeyserver: (url: string) => void
  readonly settings: {
    get(): Settings
    change(changes: Partial<Pick<Settings, 'world' | 'isOffline'>>): void
  }
}

export function createWorlds({ remotes, addKeyserver, settings }: WorldDeps): {
  readonly 'remotes.chooseWorld': Handler<'remotes.chooseWorld'>
} {
  return {
    async 'remotes.chooseWorld'(answer, context) {
      const { isOffline } = settings.get()
      switch (answer.world) {
        case 'sylabs':
          remotes.takeDefault()
          settings.change({ world: 'sylabs', isOffline: false })
          break
        case 'own': {
          const { name, uri } = answer
          // It is asked for its services now, and is not there when it does not answer.
          settings.change({ isOffline: false })
          try {
            await remotes.handlers['remotes.add']({ name, uri, insecure: false }, context)
          } catch (error) {
            settings.change({ isOffline })
            throw error
          }
          await remotes.handlers['remotes.use']({ name }, context)
          settings.change({ world: 'own' })
          break
        }
        case 'apptainer':
          remotes.takeNone()
          try {
            addKeyserver(apptainerKeyserver)
          } catch (error) {
            if (toAppError(error).code !== 'KEYSERVER_KNOWN') throw error
          }
          settings.change({ world: 'apptainer', isOffline: false })
          break
        case 'offline':
          settings.change({ world: 'offline', isOffline: true })
          break
        case 'skipped':
          settings.change({ world: 'skipped' })
      }
      return { world: answer.world }
    },
  }
}
