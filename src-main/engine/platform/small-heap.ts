/**
 * Keeps the space for new objects small, in the process and in the threads that it starts: what passes through
 * the engine is soon garbage, and a large space for it would only be memory that looks used. To be imported
 * before anything else by whatever starts an engine; it works while the program runs, so no way of starting
 * one needs an option of its own.
 */
import { setFlagsFromString } from 'node:v8'

// The space that is there is not grown, and threads begin with such a one.
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--max-semi-space-size=1')
