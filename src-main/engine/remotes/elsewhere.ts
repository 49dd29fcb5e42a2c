/**
 * Remotes that the user has in the command lines: finding their files, saying what is in them, and
 * taking entries over. Reads only; a token is taken from a file to the platform's secrets and told to
 * nobody.
 */
import { homedir } from 'node:os'
import { join } from 'node:path'
import type { RemoteElsewhere, RemotesFile } from '../../../src-shared/model/remote.ts'
import { toAppError } from '../platform/failures.ts'
import { remoteAddress } from './address.ts'
import { readRemoteFile, type YamlRemote } from './remote-yaml.ts'
import type { StoredRemote } from './store.ts'

/**
 * Where the command lines keep their remotes. Source: services reference, 3.6 and 5.1.
 * @param environment only the variables that move those folders are read
 */
export function usualRemoteFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const home = environment.HOME || homedir()
  const files = [
    join(environment.SINGULARITY_CONFIGDIR || join(home, '.singularity'), 'remote.yaml'),
    join(environment.APPTAINER_CONFIGDIR || join(home, '.apptainer'), 'remote.yaml'),
  ]
  return [...new Set(files)]
}

/** Which program writes such a file, as far as its place says. */
function programOf(path: string): RemotesFile['program'] {
  if (/[\\/]\.?apptainer[\\/]/.test(path)) return 'Apptainer'
  return /[\\/]\.?singularity[\\/]/.test(path) ? 'SingularityCE' : null
}

/** Full address of an entry; null when it names none that could be reached. */
export function addressOfEntry({ uri, insecure }: YamlRemote): string | null {
  try {
    return remoteAddress(uri, insecure)
  } catch {
    return null
  }
}

/** How the programs write an address: no scheme, and two slashes where there is a port, or they misread it. */
export function entryAddress(uri: string): string {
  const url = new URL(uri)
  const plain = `${url.host}${url.pathname.replace(/\/+$/, '')}`
  return url.port === '' ? plain : `//${plain}`
}

/** @returns what is in a file and how it stands to what is here; null when there is no such file */
export async function surveyFile(
  path: string,
  here: readonly StoredRemote[],
  isKeptInStep: boolean,
): Promise<RemotesFile | null> {
  try {
    const { active, remotes, credentials } = await readRemoteFile(path)
    return {
      path,
      program: programOf(path),
      active,
      remotes: remotes.map((remote) => standing(remote, here)),
      registries: credentials.flatMap(({ uri }) => (/^(?:docker|oras):\/\//.test(uri) ? [uri] : [])),
      isKeptInStep,
      error: null,
    }
  } catch (error) {
    const failed = toAppError(error)
    if (failed.kind === 'notFound') return null
    return { path, program: programOf(path), active: null, remotes: [], registries: [], isKeptInStep, error: failed }
  }
}

function standing(remote: YamlRemote, here: readonly StoredRemote[]): RemoteElsewhere {
  const uri = addressOfEntry(remote)
  const same = here.find(({ name }) => name === remote.name)
  const state =
    uri === null ? 'unusable' : same === undefined ? 'new' : same.uri === uri ? 'here' : ('otherAddress' as const)
  return {
    name: remote.name,
    uri: uri ?? remote.uri,
    hasToken: remote.token !== null,
    system: remote.system,
    exclusive: remote.exclusive,
    insecure: remote.insecure,
    keyservers: remote.keyservers,
    state,
  }
}
