/** Remotes and the accounts on them. Tokens come from files, never from the command line, which others can read. */
import { resolve } from 'node:path'
import type { Remote } from '../../../src-shared/model/remote.ts'
import { AppFailure, failure } from '../../../src-shared/text/errors/index.ts'
import { printable } from '../../../src-shared/text/printable.ts'
import { accountState, remotesText } from '../../../src-shared/text/remotes.ts'
import { type Command, type CommandGroup, type CommandInput, flagOption, listOption } from '../command.ts'
import { runDoctor } from '../diagnosis-lines.ts'
import { secretFileOption } from '../passphrase-file.ts'
import { runCall } from '../run-call.ts'

const list: Command = {
  usage: 'remote list',
  about: 'remotes; the active one is marked',
  options: {},
  positionals: { min: 0, max: 0 },
  async run(input) {
    const remotes = await runCall(await input.engine(), 'remotes.list', {}, input.signal)
    input.output.document(remotes)
    for (const remote of remotes) input.output.line(lineOf(remote))
    return 0
  },
}

const add: Command = {
  usage: 'remote add <name> <uri>',
  about: 'add a remote and read what services it has',
  options: { insecure: { type: 'boolean', about: 'allow plain http; a remote on loopback needs no such leave' } },
  positionals: { min: 2, max: 2 },
  async run(input) {
    const [name = '', uri = ''] = input.positionals
    return printOne(
      input,
      await runCall(
        await input.engine(),
        'remotes.add',
        { name, uri, insecure: flagOption(input, 'insecure') },
        input.signal,
      ),
    )
  },
}

const remove: Command = {
  usage: 'remote remove <name>',
  about: 'forget a remote and its token',
  options: {},
  positionals: { min: 1, max: 1 },
  async run(input) {
    input.output.document(await runCall(await input.engine(), 'remotes.remove', { name: nameOf(input) }, input.signal))
    return 0
  },
}

const use: Command = {
  usage: 'remote use <name>',
  about: 'make a remote the active one',
  options: {},
  positionals: { min: 1, max: 1 },
  run: async (input) =>
    printOne(input, await runCall(await input.engine(), 'remotes.use', { name: nameOf(input) }, input.signal)),
}

const login: Command = {
  usage: 'remote login <name> --token-file F',
  about: 'keep a token, after the service has accepted it',
  options: { 'token-file': { type: 'string', value: 'F', about: 'file that holds the token and nothing else' } },
  positionals: { min: 1, max: 1 },
  async run(input) {
    const token = (await secretFileOption(input, 'token-file'))?.trim()
    if (token === undefined) throw failure('USAGE', { problem: '--token-file is needed', command: 'remote login' })
    return printOne(
      input,
      await runCall(await input.engine(), 'remotes.login', { name: nameOf(input), token }, input.signal),
    )
  },
}

const logout: Command = {
  usage: 'remote logout <name>',
  about: 'forget the token of a remote',
  options: {},
  positionals: { min: 1, max: 1 },
  run: async (input) =>
    printOne(input, await runCall(await input.engine(), 'remotes.logout', { name: nameOf(input) }, input.signal)),
}

const status: Command = {
  usage: 'remote status [name]',
  about: 'ask every service of a remote whether it answers',
  options: { doctor: { type: 'boolean', about: 'test each connection step by step, and say where it ends' } },
  positionals: { min: 0, max: 1 },
  async run(input) {
    const engine = await input.engine()
    const given = input.positionals[0]
    const active =
      given ?? (await runCall(engine, 'remotes.list', {}, input.signal)).find((remote) => remote.active)?.name ?? ''
    if (flagOption(input, 'doctor')) return runDoctor(input, { kind: 'remote', name: active })
    const services = await runCall(engine, 'remotes.status', { name: active }, input.signal)
    input.output.document(services)
    for (const { service, state, uri, version, detail } of services) {
      input.output.line(`${service.padEnd(10)} ${state.padEnd(12)} ${uri} ${version ?? ''} ${detail ?? ''}`.trimEnd())
    }
    return services.every(({ state }) => state === 'ok') ? 0 : 1
  },
}

const imported: Command = {
  usage: 'remote import [file]',
  about: 'take remotes over from a remote.yaml of the command lines; lists what is there without --all or names',
  options: {
    name: { type: 'string', multiple: true, value: 'NAME', about: 'take this one; may be given several times' },
    all: { type: 'boolean', about: 'take all of them' },
    tokens: { type: 'boolean', about: 'with their tokens' },
  },
  positionals: { min: 0, max: 1 },
  async run(input) {
    const engine = await input.engine()
    const [file] = input.positionals
    const place = file === undefined ? {} : { path: resolve(file) }
    const files = await runCall(engine, 'remotes.elsewhere', place, input.signal)
    if (file !== undefined && files.length === 0) throw failure('FILE_NOT_FOUND', { path: resolve(file) })
    // A file that was named is the whole question.
    if (file !== undefined) for (const { error } of files) if (error !== null) throw new AppFailure(error)
    const wanted = listOption(input, 'name')
    const isAll = flagOption(input, 'all')
    if (wanted.length === 0 && !isAll) {
      input.output.document(files)
      for (const { path, remotes, error } of files) {
        input.output.line(printable(error === null ? path : error.message))
        for (const { name, uri, state } of remotes)
          input.output.line(`  ${printable(name).padEnd(20)} ${printable(uri)} ${remotesText.elsewhere[state]}`)
      }
      return 0
    }
    // Nothing is taken before all of it can be.
    for (const { error } of files) if (error !== null) throw new AppFailure(error)
    const known = files.flatMap(({ remotes }) => remotes.map(({ name }) => name))
    const missing = wanted.find((name) => !known.includes(name))
    if (missing !== undefined) throw failure('REMOTE_NOT_FOUND', { name: missing, known })
    const taken: Remote[] = []
    for (const { path, remotes } of files) {
      const names = remotes.map(({ name }) => name).filter((name) => isAll || wanted.includes(name))
      if (names.length === 0) continue
      const withTokens = flagOption(input, 'tokens')
      taken.push(...(await runCall(engine, 'remotes.takeOver', { path, names, withTokens }, input.signal)))
    }
    input.output.document(taken)
    for (const one of taken) input.output.line(lineOf(one))
    return 0
  },
}

export const remote: CommandGroup = { list, add, remove, use, login, logout, status, import: imported }

function nameOf(input: CommandInput): string {
  return input.positionals[0] ?? ''
}

function printOne(input: CommandInput, remote: Remote): number {
  input.output.document(remote)
  input.output.line(lineOf(remote))
  return 0
}

function lineOf(remote: Remote): string {
  const marks = [accountState(remote, new Date()).text, remote.insecure ? 'insecure' : ''].filter(Boolean).join(', ')
  return `${remote.active ? '*' : ' '} ${printable(remote.name).padEnd(20)} ${printable(remote.uri)} ${marks}`.trimEnd()
}
