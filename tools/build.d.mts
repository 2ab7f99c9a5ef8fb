// SPDX-License-Identifier: MPL-2.0
export declare function isBuilt(): boolean;
