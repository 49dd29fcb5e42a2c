/**
 * The name of the file that a pull makes. Where the command lines have a rule, it is theirs: last
 * part of the path, underscore, first tag. A name from a web address is made harmless first,
 * because somebody else chose it.
 */
import { assertNever } from '../model/result.ts'
import type { ParsedReference } from './types.ts'

/** @returns a file name without folders that every system accepts */
export function pullFileName(reference: ParsedReference): string {
  switch (reference.transport) {
    case 'library':
      return `${reference.container}_${reference.tags[0]}.sif`
    case 'docker':
    case 'oras':
    case 'shub':
      return taggedName(lastPart('repository' in reference ? reference.repository : reference.container), reference)
    case 'http':
    case 'https':
      return webName(reference.path)
    case 'docker-archive':
    case 'oci-archive':
    case 'oci':
      return localName(reference)
    case 'file': {
      const name = harmless(lastPart(reference.path.replaceAll('\\', '/').replace(/\/+$/, '')))
      return `${name.replace(/\.(?:tar|tar\.gz|tgz|sif)$/i, '')}.sif`
    }
    default:
      return assertNever(reference)
  }
}

function taggedName(part: string, reference: { readonly tag: string | null; readonly digest: string | null }): string {
  // A name that begins with a dot would be hidden.
  const name = part.startsWith('.') ? harmless(part) : part
  return reference.digest === null
    ? `${name}_${reference.tag ?? 'latest'}.sif`
    : `${name}@${reference.digest.replace(':', '_')}.sif`
}

/** `oci:/data/layout` is `layout_latest.sif`; a tag behind the path of an archive takes the place of `latest`. */
function localName({ path, digest }: { readonly path: string; readonly digest: string | null }): string {
  const [name = '', tag = 'latest'] = lastPart(path.replaceAll('\\', '/').replace(/\/+$/, '')).split(':')
  return digest === null
    ? `${harmless(name)}_${harmless(tag)}.sif`
    : `${harmless(name)}@${digest.replace(':', '_')}.sif`
}

function lastPart(path: string): string {
  return path.split('/').at(-1) ?? path
}

function webName(path: string): string {
  const last = lastPart(path.split(/[?#]/)[0] ?? '')
  const name = harmless(decoded(last))
  return /\.[A-Za-z0-9]{1,8}$/.test(name) ? name : `${name}.sif`
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i
const maximumBytes = 200

/** Takes out what some system forbids or what would hide the file or lead out of its folder. */
function harmless(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/gu, '')
    .replace(/[<>:"/\\|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  let name = plain === '' ? 'image' : plain
  while (new TextEncoder().encode(name).length > maximumBytes) name = name.slice(0, Math.max(1, name.length - 8))
  return reserved.test(name) ? `_${name}` : name
}
