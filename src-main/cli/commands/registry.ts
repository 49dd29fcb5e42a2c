/** Registries and the logins to them. Passwords come from files, never from the command line, which others can read. */
import { resolve } from 'node:path'
import type { OciRegistry } from '../../../src-shared/model/oci.ts'
import { cliText } from '../../../src-shared/text/cli.ts'
import { failure } from '../../../src-shared/text/errors/index.ts'
import { formatSize } from '../../../src-shared/text/format.ts'
import { ociText, registryNotes } from '../../../src-shared/text/oci.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { readNamedText } from '../../engine/platform/named-file.ts'
import { type Command, type CommandGroup, type CommandInput, flagOption, textOption } from '../command.ts'
import { runDoctor } from '../diagnosis-lines.ts'
import { pathAt } from '../options.ts'
import { secretFileOption } from '../passphrase-file.ts'
import { runCall } from '../run-call.ts'
import { registryLines } from './resolve.ts'

const mostAuthorityBytes = 4 * 1024 * 1024

const reaching = {
  insecure: { type: 'boolean', about: 'allow plain http; a registry on loopback needs no such leave' },
  ca: { type: 'string', value: 'F', about: 'PEM file of the authority that proves this registry' },
} as const

const list: Command = {
  usage: 'registry list',
  about: 'registries set up here, and logins of other programs',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const registries = await runCall(await input.engine(), 'oci.registries', {}, input.signal)
    input.output.document(registries)
    if (registries.length === 0) input.output.note(ociText.none)
    for (const registry of registries) input.output.line(lineOf(registry))
    return 0
  },
}

const login: Command = {
  usage: 'registry login <host> --username U --password-file F',
  about: 'keep a login, after the registry has accepted it',
  options: {
    username: { type: 'string', value: 'U', about: 'name of the account' },
    'password-file': { type: 'string', value: 'F', about: 'file that holds the password or token and nothing else' },
    ...reaching,
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const username = textOption(input, 'username')
    if (username === undefined) throw needs('username')
    const password = await secretFileOption(input, 'password-file')
    if (password === undefined) throw needs('password-file')
    const params = { host: hostOf(input), username, password, ...(await reachOf(input)) }
    const { registry, checked } = await runCall(await input.engine(), 'oci.login', params, input.signal)
    input.output.document({ ...registry, checked })
    input.output.line(checked ? ociText.loggedIn(registry.host) : ociText.unchecked(registry.host))
    return 0
  },
}

const logout: Command = {
  usage: 'registry logout <host>',
  about: 'forget the login of a registry',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const registry = await runCall(await input.engine(), 'oci.logout', { host: hostOf(input) }, input.signal)
    input.output.document(registry)
    input.output.line(ociText.loggedOut(registry.host))
    return 0
  },
}

const set: Command = {
  usage: 'registry set <host>',
  about: 'how a registry is reached: without encryption, by its own authority, through a mirror',
  options: {
    ...reaching,
    secure: { type: 'boolean', about: 'encrypted connections only, which is usual' },
    mirror: { type: 'string', value: 'HOST', about: 'registry that is asked first for what is read; none for none' },
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const mirror = textOption(input, 'mirror')
    const params = {
      host: hostOf(input),
      ...(await reachOf(input)),
      ...(flagOption(input, 'secure') ? { insecure: false } : {}),
      ...(mirror === undefined ? {} : { mirror: mirror === 'none' ? null : mirror }),
    }
    const registry = await runCall(await input.engine(), 'oci.setUp', params, input.signal)
    input.output.document(registry)
    input.output.line(lineOf(registry))
    return 0
  },
}

const remove: Command = {
  usage: 'registry remove <host>',
  about: 'forget a registry with its login and settings',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const host = hostOf(input)
    const answer = await runCall(await input.engine(), 'oci.remove', { host }, input.signal)
    input.output.document(answer)
    input.output.line(answer.removed ? ociText.removed(host) : ociText.notThere(host))
    return 0
  },
}

const importFile: Command = {
  usage: 'registry import <file>',
  about: 'read the logins in a docker-config.json, config.json or auth.json from now on, where it lies',
  options: { forget: { type: 'boolean', about: 'read it no more' } },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const path = pathAt(input, 0)
    const engine = await input.engine()
    if (flagOption(input, 'forget')) {
      const answer = await runCall(engine, 'oci.forgetFile', { path }, input.signal)
      input.output.document(answer)
      input.output.line(answer.forgotten ? ociText.readsNoMore(path) : ociText.wasNotRead(path))
      return 0
    }
    const file = await runCall(engine, 'oci.useFile', { path }, input.signal)
    input.output.document(file)
    input.output.line(ociText.reads(file.path, file.logins))
    return 0
  },
}

const repositories: Command = {
  usage: 'registry repositories <host>',
  about: 'what a registry has, where it tells',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    const catalog = await runCall(await input.engine(), 'oci.catalog', { host: hostOf(input) }, input.signal)
    input.output.document(catalog)
    for (const repository of catalog.repositories) input.output.line(printable(repository))
    if (!catalog.isComplete) input.output.note(ociText.incomplete)
    return 0
  },
}

const tags: Command = {
  usage: 'registry tags <host> <repository>',
  about: 'tags of a repository, versions first',
  options: {},
  positionals: { min: 2, max: 2 },
  async run(input) {
    const [host = '', repository = ''] = input.positionals
    const found = await runCall(await input.engine(), 'oci.tags', { host, repository }, input.signal)
    input.output.document(found)
    for (const tag of found.tags) input.output.line(printable(tag))
    if (found.others > 0) input.output.note(ociText.others(found.others))
    return 0
  },
}

const show: Command = {
  usage: 'registry show <reference>',
  about: 'an image in a registry: kind, platforms, layers, and signatures and the like beside it',
  options: {
    arch: { type: 'string', value: 'NAME', about: 'architecture, like amd64 or arm/v7' },
    insecure: reaching.insecure,
  },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const architecture = textOption(input, 'arch')
    const params = {
      reference: input.positionals[0] ?? '',
      insecure: flagOption(input, 'insecure'),
      ...(architecture === undefined ? {} : { architecture }),
    }
    const page = await runCall(await input.engine(), 'oci.image', params, input.signal)
    input.output.document(page)
    input.output.line(printable(page.pinned))
    for (const line of registryLines(page.facts)) input.output.line(line)
    for (const { digest, sizeBytes } of page.layers)
      input.output.line(`  layer          ${digest} ${formatSize(sizeBytes)}`)
    for (const { artifactType, digest } of page.referrers)
      input.output.line(`  ${ociText.beside}  ${printable(artifactType)} ${digest}`)
    if (page.referrers.length > 0) input.output.note(ociText.besideNote)
    return 0
  },
}

const status: Command = {
  usage: 'registry status <host>',
  about: 'test the connection to a registry, step by step',
  options: {},
  positionals: { min: 1, max: 1 },
  run: (input) => runDoctor(input, { kind: 'registry', name: hostOf(input) }),
}

export const registry: CommandGroup = {
  list,
  login,
  logout,
  set,
  remove,
  import: importFile,
  repositories,
  tags,
  show,
  status,
}

function hostOf(input: CommandInput): string {
  return input.positionals[0] ?? ''
}

async function reachOf(input: CommandInput): Promise<{ readonly insecure?: boolean; readonly authorities?: string }> {
  const ca = textOption(input, 'ca')
  return {
    ...(flagOption(input, 'insecure') ? { insecure: true } : {}),
    ...(ca === undefined
      ? {}
      : {
          authorities: await readNamedText(resolve(ca), {
            mostBytes: mostAuthorityBytes,
            allowsPipes: true,
            signal: input.signal,
          }),
        }),
  }
}

function needs(option: string) {
  return failure('USAGE', { problem: cliText.optionNeeded(option), command: 'registry login' })
}

function lineOf(registry: OciRegistry): string {
  return `${printable(registry.host).padEnd(28)} ${registryNotes(registry).map(printable).join(', ')}`
}
