/**
 * The files that put Tercet into containers, made from the blueprints of its clusters or compared
 * with them. Open {@link tercet.deploy.DeploymentFilesTest} first.
 */
@NullMarked
package tercet.deploy;

import org.jspecify.annotations.NullMarked;
