"""Burgers' residual in JAX: nested derivatives of the network at a point, or Taylor jets of whole batches."""
import contestant
import jax
import jax.numpy as jnp
import numpy

jax.config.update("jax_enable_x64", True)
PARAMETERS = [(jnp.asarray(weight), jnp.asarray(bias)) for weight, bias in contestant.layers()]
X, T = (jnp.asarray(row) for row in contestant.points())


def network(parameters, x, t):
    features = jnp.stack([x, 2 * t - 1])
    for weight, bias in parameters[:-1]:
        features = jnp.tanh(weight @ features + bias)
    weight, bias = parameters[-1]
    return (weight @ features + bias)[0]


def nested(parameters):
    slope = jax.grad(network, 1)

    def residual(x, t):
        value = network(parameters, x, t)
        curvature = jax.grad(slope, 1)(parameters, x, t)
        return jax.grad(network, 2)(parameters, x, t) + value * slope(parameters, x, t) - contestant.VISCOSITY * curvature

    return 0.5 * jnp.mean(jax.vmap(residual)(X, T) ** 2)


def taylor(parameters):
    zero, one = jnp.zeros_like(X), jnp.ones_like(X)
    u, ux = jnp.stack([X, 2 * T - 1], 1), jnp.stack([one, zero], 1)
    ut, uxx = jnp.stack([zero, 2 * one], 1), jnp.zeros_like(ux)
    for place, (weight, bias) in enumerate(parameters):
        u, ux, ut, uxx = u @ weight.T + bias, ux @ weight.T, ut @ weight.T, uxx @ weight.T
        if place + 1 < len(parameters):
            u = jnp.tanh(u)
            first = 1 - u * u
            uxx = first * (uxx - 2 * u * ux * ux)
            ux, ut = first * ux, first * ut
    return 0.5 * jnp.mean((ut + u * ux - contestant.VISCOSITY * uxx) ** 2)


EVALUATE = jax.jit(jax.value_and_grad({"nested": nested, "taylor": taylor}[contestant.KIND]))
contestant.serve(
    lambda: jax.block_until_ready(EVALUATE(PARAMETERS)),
    lambda gradient: numpy.concatenate([numpy.ravel(part) for layer in gradient for part in layer]),
)
