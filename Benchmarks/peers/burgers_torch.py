"""Burgers' residual in PyTorch: nested autograd over the batch, or Taylor jets, compiled."""
import contestant
import torch

torch.set_default_dtype(torch.float64)
torch.set_num_threads(2)
PARAMETERS = [torch.tensor(part, requires_grad=True) for layer in contestant.layers() for part in layer]
X, T = (torch.tensor(row) for row in contestant.points())


def gradient(values, points):
    return torch.autograd.grad(values, points, torch.ones_like(values), create_graph=True)[0]


def nested(*parameters):
    points = torch.stack([X, T], 1).requires_grad_()
    u = torch.stack([points[:, 0], 2 * points[:, 1] - 1], 1)
    for place in range(0, len(parameters) - 2, 2):
        u = torch.tanh(torch.nn.functional.linear(u, parameters[place], parameters[place + 1]))
    u = torch.nn.functional.linear(u, parameters[-2], parameters[-1])[:, 0]
    first = gradient(u, points)
    curvature = gradient(first[:, 0], points)[:, 0]
    return 0.5 * torch.mean((first[:, 1] + u * first[:, 0] - contestant.VISCOSITY * curvature) ** 2)


def taylor(*parameters):
    zero, one = torch.zeros_like(X), torch.ones_like(X)
    u, ux = torch.stack([X, 2 * T - 1], 1), torch.stack([one, zero], 1)
    ut, uxx = torch.stack([zero, 2 * one], 1), torch.stack([zero, zero], 1)
    for place in range(0, len(parameters), 2):
        weight = parameters[place].T
        u, ux, ut, uxx = u @ weight + parameters[place + 1], ux @ weight, ut @ weight, uxx @ weight
        if place + 2 < len(parameters):
            u = torch.tanh(u)
            first = 1 - u * u
            uxx = first * (uxx - 2 * u * ux * ux)
            ux, ut = first * ux, first * ut
    return 0.5 * torch.mean((ut + u * ux - contestant.VISCOSITY * uxx) ** 2)


LOSS = {"nested": nested, "taylor": torch.compile(taylor)}[contestant.KIND]


def evaluate():
    loss = LOSS(*PARAMETERS)
    return loss.item(), torch.autograd.grad(loss, PARAMETERS)


contestant.serve(evaluate, lambda gradient: torch.cat([part.ravel() for part in gradient]).numpy())
