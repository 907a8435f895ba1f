import { Checks, type Standing } from '../src/checks.js';
import { configFrom, type Config } from '../src/config.js';
import { Operations } from '../src/operations.js';

/** Logged in, with the context started, in room 7; unless told. */
export function standing(more: Partial<Standing> = {}): { operations: Operations; checks: Checks; config: Config } {
  const operations = new Operations();
  const config = configFrom();
  const usual: Standing = {
    config,
    operations,
    released: false,
    loggedIn: true,
    context: 'CONTEXT_STATE_STARTED',
    test: 'DEVICE_TEST_STATE_STOPPED',
    currentRoom: 7,
  };
  // What is told by a getter stays one.
  const checks = new Checks(Object.defineProperties(usual, Object.getOwnPropertyDescriptors(more)));
  return { operations, checks, config };
}
