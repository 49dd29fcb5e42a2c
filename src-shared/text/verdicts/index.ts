/** Everything the application says about a verification. */
export { checkNames, listChecks } from './checks.ts'
export { claimedName, hashLabel, methodWords, objectList, schemeLabels } from './names.ts'
export { problemSentence, type SignatureProblemCode, signatureProblem, signatureProblems } from './problems.ts'
export { longestSentence, nextAction, type Told, verdictLines, verdictSentence } from './sentences.ts'
export { type VerdictFamily, type VerdictLook, verdictTable } from './table.ts'
