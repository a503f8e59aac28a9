// SPDX-License-Identifier: Apache-2.0
package org.postern.distribution.demo;

/**
 * What became of one case.
 *
 * @param problem empty when all is as it should be
 */
record Row(GalleryCase galleryCase, Answer answer, String received, String repaired, String problem) {
    boolean asItShouldBe() {
        return problem.isEmpty();
    }
}
