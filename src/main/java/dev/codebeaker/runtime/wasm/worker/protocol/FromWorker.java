package dev.codebeaker.runtime.wasm.worker.protocol;

import dev.codebeaker.execution.Outcome;
import dev.codebeaker.execution.OutputChunk;
import dev.codebeaker.failure.ServiceException;
import dev.codebeaker.runtime.Settling;
import java.util.Optional;

/** What a worker tells the service, which believes none of it beyond what it concerns. */
public sealed interface FromWorker {
  /** On a lane: output of the run, in order. */
  record Output(OutputChunk chunk) implements FromWorker {}

  /** On a lane: the run is over; nothing but {@link Closed} follows before the next one. */
  record Ended(Outcome outcome) implements FromWorker {}

  /** On a lane: the run could not be done. */
  record Failed(ServiceException failure) implements FromWorker {}

  /** On a lane, behind the end of a program: nothing of the guest is left. */
  record Closed() implements FromWorker {}

  /** On the control connection, first: the engine is there and the jail is shut. */
  record Ready() implements FromWorker {}

  /** On the control connection: the worker can not be used, and ends. */
  record Unfit(String reason) implements FromWorker {}

  /** On the control connection: a context was put in order behind its turn. */
  record Settled(Settling what, long nanos) implements FromWorker {}

  /** On the control connection: what was asked is done, or refused. */
  record Answered(long request, Optional<ServiceException> refusal) implements FromWorker {}
}
