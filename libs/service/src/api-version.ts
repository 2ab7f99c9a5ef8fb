// SPDX-License-Identifier: MPL-2.0

/** Full version of every service's HTTP API, as on each answer (NLGov API Design Rules). */
export const API_VERSION = '1.0.0';
