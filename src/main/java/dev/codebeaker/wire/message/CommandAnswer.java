package dev.codebeaker.wire.message;

/** What a command is answered with. */
public sealed interface CommandAnswer permits ExecutionAnswer, FileAnswer {}
