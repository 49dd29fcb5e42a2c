/** The group `def`: what can be done with definition files in the terminal. */
import type { CommandGroup } from '../command.ts'
import { defLint } from './def-lint.ts'
import { defParse } from './def-parse.ts'

/** Definition files: what is wrong with one, and what one means. Neither database nor network is needed. */
export const def: CommandGroup = { lint: defLint, parse: defParse }
