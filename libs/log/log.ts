import { type DestinationStream, type Logger, pino } from 'pino';
import { currentTrace, decisionOf } from '../telemetry/index.js';
import { readableLines } from './readable-lines.js';
import { redactFields } from './redact.js';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Everything that is logged goes through here: fields are redacted, and the trace and the login's decision id are added. */
export interface Log {
  debug(message: string, fields?: object): void;
  info(message: string, fields?: object): void;
  warn(message: string, fields?: object): void;
  error(message: string, fields?: object): void;
  /** A log that adds `fields` to each of its lines. */
  child(fields: object): Log;
}

/**
 * Creates the process's log: JSON lines on stdout, or readable lines if stdout is a terminal. Every
 * line has `service`, and `replica` if the process has a name. Pass an error as the field `error`;
 * its causes are logged with it.
 */
export function createLog(options: {
  service: string;
  replica?: string | undefined;
  level: LogLevel;
  destination?: DestinationStream;
}): Log {
  const { service, replica, level } = options;
  const destination =
    options.destination ?? (process.stdout.isTTY ? readableLines(process.stdout) : undefined);
  const settings = {
    level,
    base: { service, ...(replica === undefined ? {} : { replica }) },
    messageKey: 'message',
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: () => {
      const trace = currentTrace();
      if (trace === undefined) return {};
      const decision = decisionOf(trace);
      return { trace_id: trace.traceId, ...(decision && { decision_id: decision }) };
    },
  };
  return wrap(destination === undefined ? pino(settings) : pino(settings, destination));
}

function wrap(logger: Logger): Log {
  const write =
    (level: 'debug' | 'info' | 'warn' | 'error') => (message: string, fields?: object) => {
      if (!logger.isLevelEnabled(level)) return;
      if (fields === undefined) logger[level](message);
      else logger[level](redactFields(fields), message);
    };
  return {
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    child: (fields) => wrap(logger.child(redactFields(fields))),
  };
}
