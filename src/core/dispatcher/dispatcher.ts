// The dispatcher's front door: run it (`loop.ts`), let it answer requests only, or run its policy under a virtual clock
// (`simulate.ts`). Policy is in `decide.ts`; what is done stands in `perform/`, one file per action.
export type { Capacity } from './actions.ts';
export { answerOnly, runDispatcher, type DispatcherOptions } from './loop.ts';
export type { Forges, Pool, Ports, RegistryPort } from './ports.ts';
export { simulate, type Simulation, type SimulateOptions } from './simulate.ts';
