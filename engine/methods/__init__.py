"""Methods of learning: optimisers, which follow a gradient step by step, and solvers, which find weights at once."""

from engine.methods.least_squares import LeastSquares
from engine.methods.method import METHODS as METHODS
from engine.methods.method import Method as Method
from engine.methods.method import Taken as Taken
from engine.methods.method import register
from engine.methods.optimizers import Adagrad, Adam, AdamW, GradientDescent, Momentum, Nesterov, RMSprop

register("gradient_descent", GradientDescent)
register("momentum", Momentum)
register("nesterov", Nesterov)
register("adagrad", Adagrad)
register("rmsprop", RMSprop)
register("adam", Adam)
register("adamw", AdamW)
register("least_squares", LeastSquares)
