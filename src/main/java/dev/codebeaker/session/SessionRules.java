package dev.codebeaker.session;

import dev.codebeaker.admission.Admission;
import java.time.InstantSource;

/** What all sessions of a service have in common. */
public record SessionRules(
    SessionConfig config,
    LimitsPolicy limits,
    Admission admission,
    SessionObserver observer,
    InstantSource clock) {}
