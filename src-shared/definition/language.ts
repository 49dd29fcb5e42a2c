/**
 * The one table of the definition language: header keywords, sources, sections, and which program accepts
 * each from which version on. The parser's lists, completion, hover help and the linter come from it; the
 * sentences about each entry are in the text folder.
 */
import type { Program } from './meaning.ts'

/** The first version that accepts something; null where a program does not. */
export interface Since {
  readonly singularity: string | null
  readonly apptainer: string | null
}

/** What both programs accepted before they parted. */
const always: Since = { singularity: '3.0.0', apptainer: '1.0.0' }

export interface KeywordEntry {
  /** As it is usually written. */
  readonly name: string
  readonly since: Since
  /** A value that could stand there. */
  readonly example: string
  /** Accepted for old files, read by nothing. */
  readonly isObsolete?: true
}

/** Header keywords by their lower-case name; `otherurl` stands for `OtherURL0`, `OtherURL1` and so on. */
export const keywords = {
  bootstrap: { name: 'Bootstrap', since: always, example: 'docker' },
  from: { name: 'From', since: always, example: 'alpine:3.20' },
  stage: { name: 'Stage', since: { singularity: '3.2.0', apptainer: '1.0.0' }, example: 'build' },
  registry: { name: 'Registry', since: always, example: 'registry.example.org' },
  namespace: { name: 'Namespace', since: always, example: 'team' },
  library: { name: 'Library', since: always, example: 'https://library.example.org' },
  fingerprints: {
    name: 'Fingerprints',
    since: { singularity: '3.7.0', apptainer: '1.0.0' },
    example: '0123456789ABCDEF0123456789ABCDEF01234567',
  },
  mirrorurl: { name: 'MirrorURL', since: always, example: 'http://mirror.example.org/debian' },
  updateurl: { name: 'UpdateURL', since: always, example: 'http://mirror.example.org/updates/' },
  osversion: { name: 'OSVersion', since: always, example: 'bookworm' },
  include: { name: 'Include', since: always, example: 'ca-certificates' },
  setopt: {
    name: 'Setopt',
    since: { singularity: '3.11.1', apptainer: '1.2.0' },
    example: 'install_weak_deps=False',
  },
  confurl: {
    name: 'ConfURL',
    since: { singularity: null, apptainer: '1.1.0' },
    example: 'http://mirror.example.org/dnf.conf',
  },
  product: { name: 'Product', since: { singularity: '3.4.0', apptainer: '1.0.0' }, example: 'SLES' },
  user: { name: 'User', since: { singularity: '3.4.0', apptainer: '1.0.0' }, example: 'someone@example.org' },
  regcode: { name: 'Regcode', since: { singularity: '3.4.0', apptainer: '1.0.0' }, example: '{{ REGCODE }}' },
  productpgp: { name: 'ProductPGP', since: { singularity: '3.4.0', apptainer: '1.0.0' }, example: '-----BEGIN…' },
  registerurl: {
    name: 'RegisterURL',
    since: { singularity: '3.4.0', apptainer: '1.0.0' },
    example: 'https://scc.example.org',
  },
  modules: { name: 'Modules', since: { singularity: '3.4.0', apptainer: '1.0.0' }, example: 'sle-module-basesystem' },
  otherurl: {
    name: 'OtherURL0',
    since: { singularity: '3.4.0', apptainer: '1.0.0' },
    example: 'http://mirror.example.org/extra',
  },
  target: { name: 'Target', since: { singularity: null, apptainer: '1.5.0' }, example: 'final' },
  frontend: { name: 'Frontend', since: { singularity: null, apptainer: '1.5.0' }, example: 'dockerfile.v0' },
  filename: { name: 'Filename', since: { singularity: null, apptainer: '1.5.0' }, example: 'Containerfile' },
  buildargs: { name: 'BuildArgs', since: { singularity: null, apptainer: '1.5.0' }, example: 'VERSION=1 MODE=fast' },
  includecmd: { name: 'IncludeCmd', since: always, example: 'yes', isObsolete: true },
} as const satisfies Record<string, KeywordEntry>

export type Keyword = keyof typeof keywords

export interface AgentEntry {
  readonly since: Since
  /** Keywords that it reads, besides Bootstrap and Stage. */
  readonly reads: readonly Keyword[]
  /** Keywords without which the build stops. */
  readonly requires: readonly Keyword[]
  /** How the base is named: by a reference with a tag, by a path on this computer, or not at all. */
  readonly from: 'reference' | 'path' | 'none'
  /** Needs programs of the host (a package manager, a builder) and cannot be assembled without them. */
  readonly needsHostTools: boolean
}

const image = { since: always, needsHostTools: false } as const
const packages = { since: always, from: 'none', needsHostTools: true } as const
const zypperKeywords = [
  'mirrorurl',
  'osversion',
  'updateurl',
  'include',
  'product',
  'user',
  'regcode',
  'productpgp',
  'registerurl',
  'modules',
  'otherurl',
] as const
const yumKeywords = ['mirrorurl', 'osversion', 'updateurl', 'include', 'setopt', 'confurl'] as const

/** Sources that `Bootstrap:` can name. Letter case counts. */
export const agents = {
  docker: { ...image, from: 'reference', reads: ['from', 'registry', 'namespace'], requires: ['from'] },
  library: { ...image, from: 'reference', reads: ['from', 'library', 'fingerprints'], requires: ['from'] },
  oras: { ...image, from: 'reference', reads: ['from', 'fingerprints'], requires: ['from'] },
  shub: { ...image, from: 'reference', reads: ['from', 'fingerprints'], requires: ['from'] },
  localimage: { ...image, from: 'path', reads: ['from', 'fingerprints'], requires: ['from'] },
  'docker-archive': { ...image, from: 'path', reads: ['from'], requires: ['from'] },
  'docker-daemon': { ...image, from: 'reference', reads: ['from'], requires: ['from'] },
  oci: { ...image, from: 'path', reads: ['from'], requires: ['from'] },
  'oci-archive': { ...image, from: 'path', reads: ['from'], requires: ['from'] },
  scratch: {
    since: { singularity: '3.1.0', apptainer: '1.0.0' },
    from: 'none',
    needsHostTools: false,
    reads: [],
    requires: [],
  },
  busybox: { ...packages, reads: ['mirrorurl'], requires: ['mirrorurl'] },
  debootstrap: {
    ...packages,
    reads: ['mirrorurl', 'osversion', 'include'],
    requires: ['mirrorurl', 'osversion'],
  },
  yum: { ...packages, reads: yumKeywords, requires: ['mirrorurl'] },
  dnf: {
    ...packages,
    since: { singularity: '4.3.0', apptainer: '1.4.0' },
    reads: yumKeywords,
    requires: ['mirrorurl'],
  },
  zypper: {
    ...packages,
    since: { singularity: '3.1.0', apptainer: '1.0.0' },
    reads: zypperKeywords,
    requires: [],
  },
  arch: { ...packages, reads: ['include', 'confurl'], requires: [] },
  dockerfile: {
    since: { singularity: null, apptainer: '1.5.0' },
    from: 'path',
    needsHostTools: true,
    reads: ['from', 'filename', 'target', 'frontend', 'buildargs'],
    requires: ['from'],
  },
  buildkit: {
    since: { singularity: null, apptainer: '1.5.0' },
    from: 'path',
    needsHostTools: true,
    reads: ['from', 'filename', 'target', 'frontend', 'buildargs'],
    requires: ['from'],
  },
} as const satisfies Record<string, AgentEntry>

export type Agent = keyof typeof agents

/** What the text of a section is. */
export type SectionContent = 'shell' | 'prose' | 'labels' | 'files' | 'arguments'

export interface SectionEntry {
  readonly since: Since
  readonly content: SectionContent
  /** Where its text runs, or that it is kept in the image. */
  readonly place: 'host' | 'container' | 'image' | 'definition'
  /** Whether what follows the name matters, and as what. */
  readonly argument: 'none' | 'shell' | 'stage' | 'app'
  /** A first line to begin with, without indentation. */
  readonly example: string
}

const app = { since: always, argument: 'app' } as const
const inImage = { since: always, place: 'image' } as const

/** Sections by their lower-case name. */
export const sections = {
  files: { since: always, content: 'files', place: 'host', argument: 'stage', example: 'data.txt /opt/data.txt' },
  post: { since: always, content: 'shell', place: 'container', argument: 'shell', example: 'apt-get update' },
  environment: { ...inImage, content: 'shell', argument: 'none', example: 'export LC_ALL=C' },
  runscript: { ...inImage, content: 'shell', argument: 'shell', example: 'exec my-program "$@"' },
  startscript: { ...inImage, content: 'shell', argument: 'shell', example: 'exec my-service' },
  test: { ...inImage, content: 'shell', argument: 'shell', example: 'my-program --version' },
  labels: { ...inImage, content: 'labels', argument: 'none', example: 'Version 1.0.0' },
  help: { ...inImage, content: 'prose', argument: 'none', example: 'What this image is for.' },
  arguments: {
    since: { singularity: '4.0.0', apptainer: '1.2.0' },
    content: 'arguments',
    place: 'definition',
    argument: 'none',
    example: 'VERSION=1.0.0',
  },
  pre: { since: always, content: 'shell', place: 'host', argument: 'shell', example: 'echo before the base' },
  setup: {
    since: always,
    content: 'shell',
    place: 'host',
    argument: 'shell',
    example: 'mkdir -p "$SINGULARITY_ROOTFS/opt"',
  },
  appinstall: { ...app, content: 'shell', place: 'container', example: 'make install' },
  appfiles: { ...app, content: 'files', place: 'host', example: 'run.sh bin/run.sh' },
  appenv: { ...app, content: 'shell', place: 'image', example: 'export MODE=fast' },
  applabels: { ...app, content: 'labels', place: 'image', example: 'Version 1.0.0' },
  apphelp: { ...app, content: 'prose', place: 'image', example: 'What this app does.' },
  apprun: { ...app, content: 'shell', place: 'image', example: 'exec run.sh "$@"' },
  appstart: {
    ...app,
    since: { singularity: '4.0.0', apptainer: '1.2.0' },
    content: 'shell',
    place: 'image',
    example: 'exec service.sh',
  },
  apptest: { ...app, content: 'shell', place: 'image', example: 'run.sh --version' },
} as const satisfies Record<string, SectionEntry>

export type SectionName = keyof typeof sections

/** @param name in lower case; `otherurl12` finds the entry of all such keywords */
export function findKeyword(name: string): (KeywordEntry & { readonly key: Keyword }) | null {
  const key = /^otherurl[0-9]+$/.test(name) ? 'otherurl' : name
  // A bare OtherURL is refused by both programs.
  if (name === 'otherurl' || !isKeyword(key)) return null
  return { ...keywords[key], key }
}

function isKeyword(name: string): name is Keyword {
  return Object.hasOwn(keywords, name)
}

export function findAgent(name: string): (AgentEntry & { readonly name: Agent }) | null {
  return isAgent(name) ? { ...agents[name], name } : null
}

function isAgent(name: string): name is Agent {
  return Object.hasOwn(agents, name)
}

/** @param name in lower case */
export function findSection(name: string): (SectionEntry & { readonly name: SectionName }) | null {
  return isSectionName(name) ? { ...sections[name], name } : null
}

function isSectionName(name: string): name is SectionName {
  return Object.hasOwn(sections, name)
}

/** All names of the table, in its order. */
export const keywordNames: readonly Keyword[] = Object.keys(keywords).filter(isKeyword)
export const agentNames: readonly Agent[] = Object.keys(agents).filter(isAgent)
export const sectionNames: readonly SectionName[] = Object.keys(sections).filter(isSectionName)

/** Whether a section belongs to an app. */
export function isAppSection(name: string): boolean {
  return findSection(name)?.argument === 'app'
}

/** The programs that accept something at all. */
export function accepting(since: Since): readonly Program[] {
  const all: readonly Program[] = ['singularity', 'apptainer']
  return all.filter((program) => since[program] !== null)
}

/** Whether a program accepts a header keyword, in lower case. */
export function acceptsKeyword(program: Program, keyword: string): boolean {
  // The programs fold digits at the end into `&n`, and so take a keyword that is written that way.
  if (keyword === 'otherurl&n') return true
  return (findKeyword(keyword)?.since[program] ?? null) !== null
}

/** Whether a program can bootstrap from a source. */
export function acceptsAgent(program: Program, agent: string): boolean {
  return (findAgent(agent)?.since[program] ?? null) !== null
}
